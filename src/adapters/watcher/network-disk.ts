import { statfsSync } from 'node:fs'

/** Types of file systems, as Linux numbers them, whose changes by others raise no event. */
const networkTypes: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4266872130: 'SMB',
  4283649346: 'SMB',
  16914839: '9P',
  1702057286: 'FUSE',
  12805120: 'Ceph',
  1397113167: 'AFS',
}

/** Throws where the folder lies on a network disk: watching it would succeed and miss what other machines change. */
export function refuseNetworkDisk(root: string): void {
  if (process.platform !== 'linux') return
  const name = networkTypes[statfsSync(root).type]
  if (name !== undefined) throw new Error(`it lies on a network disk (${name}), whose changes raise no events`)
}
