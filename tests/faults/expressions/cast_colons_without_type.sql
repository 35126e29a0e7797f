select amount:: as amount
from production.orders
