module sre-challenge/verify/probe

go 1.26
