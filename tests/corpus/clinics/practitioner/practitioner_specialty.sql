select
    practitioner_id,
    specialty = 'general' as is_general_practice,
    specialty = 'paediatrics' as is_paediatrics,
    specialty = 'cardiology' as is_cardiology
from ehr.practitioners
