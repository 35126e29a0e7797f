select token, page
from production.brands
lateral view explode(pages) p as page
