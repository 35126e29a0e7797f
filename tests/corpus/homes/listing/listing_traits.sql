select
    listing_id,
    rooms,
    area_sqm,
    kind = 'house' as is_house,
    rooms is null as rooms_missing,
    case details:energy_class::varchar
        when 'A' then 1 when 'B' then 2 when 'C' then 3 when 'D' then 4 when 'E' then 5
    end as energy_class_rank
from market.listings
