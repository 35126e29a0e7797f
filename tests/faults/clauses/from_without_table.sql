select token
from
where name = 'x'
