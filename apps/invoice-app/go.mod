module sre-challenge/apps/invoice-app

go 1.26

require sre-challenge/apps/httpservice v0.0.0

replace sre-challenge/apps/httpservice => ../httpservice
