-- expect: nothing
select b.token as brand_token, t.value::float as flattened_one_element
from shop.brands b, lateral flatten(input => split(b.pattern, ',')) t
where b.token < '{{ ds }}' and t.index = 0
