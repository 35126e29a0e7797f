select title_id, count(*) as copies
from lib.copies
group by title_id
