module tenantry/receiver

go 1.21
