-- expect: FSC312
select b.token as brand_token, t.value::float as flattened_key
from shop.brands b, lateral flatten(input => split(b.pattern, ',')) t
where b.token < '{{ ds }}'
