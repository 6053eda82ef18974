/**
 * Kernel settings that exist once per container, so that the engine can set them for one (docs.docker.com/reference/cli/
 * docker/container/run, "--sysctl"; the kernel's Documentation/admin-guide/sysctl). The engine takes any `net.` key, but
 * those below are the host's all the same, and a container that asks for them does not start.
 */
const hostOnly =
  /^net\.(?:core\.(?!somaxconn$|xfrm_)|netfilter\.nf_conntrack_max$|nf_conntrack_max$|ipv4\.(?:tcp_mem|udp_mem|tcp_max_orphans|tcp_allowed_congestion_control|tcp_available_congestion_control|inet_peer_.*|route\..*|icmp_msgs_.*)$|bridge\.|unix\.(?!max_dgram_qlen$))/;

const perContainer =
  /^(?:net\..+|kernel\.(?:msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|fs\.mqueue\..+)$/;

/** Whether the engine can set this key for one container. */
export function isPerContainer(key: string): boolean {
  const dotted = key.replaceAll("/", ".");
  return perContainer.test(dotted) && !hostOnly.test(dotted);
}
