with contacts as (
    select customer_id, channel, contact_id
    from crm.contacts
    where {{ past('contacted_at', 90) }}
)
select
    p.customer_id,
    p.phone as phone_contacts_trailing_90_days,
    p.chat as chat_contacts_trailing_90_days,
    p.mail as mail_contacts_trailing_90_days
from contacts
pivot (count(contact_id) for channel in ('phone', 'chat', 'mail')) as p (customer_id, phone, chat, mail)
