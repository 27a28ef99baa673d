module sre-challenge/chaos/killer

go 1.26
