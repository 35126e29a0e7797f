select branch_id, count(*) as lifetime_loans
from lib.loans
group by branch_id
