select token
from production.brands
where name = {{ "" }}
group by token
