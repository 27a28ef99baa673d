module sre-challenge/apps/httpservice

go 1.26
