select
    b.token as brand_token,
    count(distinct rb.retailer_id) as number_of_contact_books_found
from production.retailer_to_brand_email_domains rb
join production.brands b on b.url_domain = rb.email_domain
where b.active and rb.created_at < '{{ ds }}'::DATE
group by 1
