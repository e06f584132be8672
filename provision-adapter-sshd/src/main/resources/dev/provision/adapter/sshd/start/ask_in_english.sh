# Lets su ask in English, whatever the login speaks. Usage: sh -c THIS COMMAND: the command is $0.
PROVISION_LC_ALL=${LC_ALL-}
LC_ALL=C
export PROVISION_LC_ALL LC_ALL
exec su root -c "$0"
