select
    listing_id,
    count(*) as photos,
    avg(iff(width > height, 1, 0)) as share_landscape_photos,
    sum(width * height) / 1e6 as megapixels
from market.photos
where uploaded_at < '{{ ds }}'::timestamp_ntz
group by listing_id
