import { type Text, joinTexts, literalText } from "../../ir/text.ts";

/** What a certificate shall say, as a configuration of openssl-req(1); domains hold no character that it reads. */
export function requestText(name: string, domains: readonly Text[]): Text {
  return joinTexts(
    literalText(
      `# What the certificate ${name} says, for openssl.
[req]
prompt = no
distinguished_name = subject

[subject]
commonName = ${name}

[extensions]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
subjectAltName = @domains

[domains]
`,
    ),
    ...domains.flatMap((domain, index) => [literalText(`DNS.${index + 1} = `), domain, literalText("\n")]),
  );
}
