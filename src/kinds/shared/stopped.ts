/** The block that stops a service for good; its data and its files stay. */
export function stopped(service: string): string {
  return `service ${service} { enabled = false, running = false }`;
}
