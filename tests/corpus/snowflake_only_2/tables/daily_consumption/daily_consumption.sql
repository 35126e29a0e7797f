select read_at::date as reading_day, meter_id, sum(kwh) as kwh, count(*) as readings, max(kwh) as peak_kwh
from metering.readings
where {{ past('read_at', 10) }} and quality <> 'bad'
group by all
