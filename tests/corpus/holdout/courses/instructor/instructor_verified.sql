select instructor_id, verified as is_verified from lms.instructors
