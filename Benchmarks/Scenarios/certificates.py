# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""An authority of the scenario's own, and certificates for addresses, made with openssl."""

import subprocess

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


class Authority:
    def __init__(self, folder):
        self.folder = folder
        self.path = str(folder / "authority.pem")
        self.openssl("req", "-x509", *KEY, "-keyout", "authority.key", "-out", "authority.pem", "-days", "2",
                     "-subj", "/CN=scenarios")

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def issue(self, name, addresses):
        """Makes the file `name`: a certificate for the addresses, and its key."""
        (self.folder / "extensions").write_text(
            "basicConstraints=CA:FALSE\nsubjectAltName=" + ",".join("IP:" + each for each in addresses) + "\n")
        self.openssl("req", *KEY, "-keyout", name + ".key", "-out", name + ".csr", "-subj", "/CN=vendor")
        self.openssl("x509", "-req", "-in", name + ".csr", "-CA", "authority.pem", "-CAkey", "authority.key",
                     "-CAcreateserial", "-days", "2", "-out", name + ".pem", "-extfile", "extensions")
        whole = (self.folder / (name + ".pem")).read_text() + (self.folder / (name + ".key")).read_text()
        (self.folder / name).write_text(whole)
        return name
