declare day date default current_date();
