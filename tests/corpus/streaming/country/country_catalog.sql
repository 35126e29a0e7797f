select
    country_code,
    count(distinct title_id) as titles_available,
    count_if(exclusive) / count(*) as exclusive_share
from catalog.title_availability
group by country_code
