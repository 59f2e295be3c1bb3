"""The product driven from outside: any Label Studio, through its official SDK."""
