select token
from production.brands with (nolock)
