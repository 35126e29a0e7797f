-- Static: compared with features_static, which has no as_of.
with products as (
    select *, coalesce(category, '(none)') as shelf
    from read_csv('$data/products.csv', header = true, quote = '"', escape = '"')
),
long as (
    select token, 'wholesale_price' as feature, wholesale_price_cents / 100.0::double as value from products
    union all
    select
        token,
        'wholesale_price_versus_category',
        wholesale_price_cents
            / (select sum(wholesale_price_cents)::double / count(wholesale_price_cents) from products s where s.shelf = p.shelf)
    from products p
    union all
    select token, 'is_handmade', case when is_handmade then 1 when not is_handmade then 0 end from products
)
select 'product' as entity, token as entity_id, feature, value::double as value from long
