select token
from production.brands
where name = :name::text and
