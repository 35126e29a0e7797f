select string_agg(name, ',' order by name) as names
from production.brands
