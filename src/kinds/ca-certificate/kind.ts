import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { fileScopeName } from "../shared/names.ts";
import { reloadsAttribute, restartsAttribute } from "../shared/types.ts";
import { checkCaCertificate } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { certificatePath, lowerCaCertificate } from "./lower.ts";

const exampleCertificate = `-----BEGIN CERTIFICATE-----
MIIBdDCCARmgAwIBAgIBATAKBggqhkjOPQQDAjAgMR4wHAYDVQQDDBVMYWIgY29t
cGFueSBhdXRob3JpdHkwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBa
MCAxHjAcBgNVBAMMFUxhYiBjb21wYW55IGF1dGhvcml0eTBZMBMGByqGSM49AgEG
CCqGSM49AwEHA0IABHmYFp9AjK1KxjJlpZ76rKp9pTknd8qJMrgrtqyME19VYhoB
ln002xO9xU4LlmQxWVW5lZWiothGDUb7UKMp3C2jQjBAMA8GA1UdEwEB/wQFMAMB
Af8wDgYDVR0PAQH/BAQDAgEGMB0GA1UdDgQWBBRhcfJ9XQMmEiJNif+Ax5wSekIz
lTAKBggqhkjOPQQDAgNJADBGAiEAvfEP4yTzllPODM1b2omMxwP7LYIE6Iv/5hMq
L7bH/boCIQCUDP0o3iUxYT+4ATfl6fp+nYVLGH9qMb5oDESE98xRRw==
-----END CERTIFICATE-----
`;

/** A certificate authority of one's own that the machine trusts. */
export const kind: Kind = {
  name: "ca-certificate",
  doc: "A certificate authority of your own (of a company, or of a test system) that the programs of the machine trust, as far as they ask the system: Node.js does with `NODE_OPTIONS=--use-openssl-ca`.",
  label: { presence: "required", scope: "machine", ...fileScopeName, example: "company" },
  attributes: {
    source: {
      type: { type: "content", from: "file" },
      doc: "The certificate, from a file of your project: one, in PEM, without its private key.",
      example: 'file("./company-ca.crt")',
    },
    restarts: restartsAttribute,
    reloads: reloadsAttribute,
  },
  blocks: {},
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "the authority that signs for the servers of a company",
      source: 'envspec 1\n\nos = "debian-12"\n\nca-certificate company { source = file("./company-ca.crt") }\n',
      files: { "company-ca.crt": exampleCertificate },
    },
    {
      title: "a certificate authority that is trusted no longer",
      source: 'envspec 1\n\nos = "debian-12"\n\nabsent ca-certificate company\n',
    },
  ],
  check: checkCaCertificate,
  brings: (_os, resource) => (resource?.absent === true ? {} : { packages: ["ca-certificates"] }),
  targets: {
    ansible: "A file below `/usr/local/share/ca-certificates`, and `update-ca-certificates` when it changes.",
    dockerfile: "The same file, and `update-ca-certificates` while the image is built.",
    "cloud-init": "The same file, and `update-ca-certificates` in the script of the first boot.",
  },
  primaryOp: (name) => opId("file", certificatePath(name)),
  lower: lowerCaCertificate,
};
