select columns('a.*')
from production.brands using sample 10
