/** Where a certificate lies on its machine, whatever it comes from; a pure function of its name. */

/** The files of a certificate. */
export interface CertificatePaths {
  /** The folder that holds what the machine makes by itself. */
  readonly folder: string;
  /** The certificate, and those between it and a root that browsers know. */
  readonly certificate: string;
  readonly key: string;
}

/** The folder of all certificates that a spec describes. */
export const certificatesFolder = "/etc/ssl/local";

/** The paths for the name of a `certificate`. */
export function certificatePaths(name: string): CertificatePaths {
  const folder = `${certificatesFolder}/${name}`;
  return { folder, certificate: `${folder}/fullchain.pem`, key: `${folder}/privkey.pem` };
}

/** The folder that an ACME server's question is answered from, below `/.well-known/acme-challenge/`. */
export const challengeRoot = "/var/www/acme";
