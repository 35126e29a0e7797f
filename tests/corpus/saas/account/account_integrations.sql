with connected as (
    select
        account_id,
        lower(properties:source.kind::string) as kind
    from product.events
    where event_name = 'sources.connect'
      and occurred_at < '{{ ds }}'::timestamp_ntz
      and account_id is not null
),
final as (
    select
        account_id,
        count(distinct kind) as integrations,
        count_if(kind in ('snowflake', 'bigquery', 'redshift')) > 0 as has_warehouse
    from connected
    group by account_id
)
select * from final
