-- expect: FSC115 3:25
-- duckdb: refuses
with renamed as (select nope as nope from production.orders) select nope from renamed
