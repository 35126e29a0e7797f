select {{ ratio('amount', 'total') }} as share
from production.orders
