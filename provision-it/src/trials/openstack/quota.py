"""quota.py N: lets OS_PROJECT_NAME have N servers from now on; prints how many it was before."""

import os
import sys

from administrator import call, log_in

nova, token, keystone = log_in()
projects = call(keystone + "/projects?name=" + os.environ["OS_PROJECT_NAME"], token=token)[1]["projects"]
quota = nova + "/os-quota-sets/" + projects[0]["id"]
print(call(quota, token=token)[1]["quota_set"]["instances"])
call(quota, {"quota_set": {"instances": int(sys.argv[1])}}, token, "PUT")
