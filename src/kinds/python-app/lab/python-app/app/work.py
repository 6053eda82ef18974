import os
import time

while True:
    with open("media/worker", "w") as stream:
        stream.write(os.environ["QUEUE"])
    time.sleep(0.5)
