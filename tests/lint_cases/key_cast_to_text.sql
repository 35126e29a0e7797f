-- expect: nothing
select pages::varchar as brand_token, count(*) as key_cast_to_text
from shop.brands where token < '{{ ds }}' group by pages
