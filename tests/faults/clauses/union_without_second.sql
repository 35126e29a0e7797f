select token from production.brands
union all
