select
    token,
    name as brand_name
    created_at as created
from production.brands
