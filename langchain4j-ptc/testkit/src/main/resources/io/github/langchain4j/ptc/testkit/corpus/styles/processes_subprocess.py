# style: another Python is started with subprocess
# needs: processes
# expect-text: 42
import subprocess
import sys

done = subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True, text=True, check=True)
done.stdout.strip()
