/** True for names and addresses that only this machine can reach. IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return /^(.+\.)?localhost$/.test(name) || /^127(\.\d{1,3}){3}$/.test(name) || ["::1", "[::1]"].includes(name);
}
