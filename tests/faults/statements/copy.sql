copy into known from @stage
