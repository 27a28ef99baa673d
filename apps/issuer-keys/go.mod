module sre-challenge/apps/issuer-keys

go 1.26.0
