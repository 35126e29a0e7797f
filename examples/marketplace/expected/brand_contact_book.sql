-- One correlated count per brand, where the feature joins and groups.
with brands as (select * from read_csv('$data/brands.csv', header = true, quote = '"', escape = '"')),
contacts as (from read_parquet('$data/retailer_to_brand_email_domains.parquet')),
long as (
    select
        token,
        (
            select len(list(distinct retailer_id))
            from contacts
            where email_domain = url_domain and created_at < timestamp '$ds'
        ) as value
    from (select token, url_domain from brands where active)
)
select
    'brand' as entity,
    token as entity_id,
    'number_of_contact_books_found' as feature,
    timestamp '$ds' as as_of,
    value::double as value
from long
where value > 0
