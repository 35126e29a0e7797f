```sql
select token from production.brands
```
