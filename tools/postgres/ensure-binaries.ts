import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { findBinaries } from './find-binaries.ts'

const clusterConfiguration = '/etc/postgresql-common/createcluster.conf'

/**
 * Installs Debian's package where PostgreSQL is missing, this is a continuous integration run and the user may install:
 * the tests over PostgreSQL may be skipped by people, not there. Makes no cluster and starts no service. Says on stderr
 * what it did; what is still missing the tests report.
 */
export function ensureBinaries(): void {
  if (findBinaries() !== null || process.env.CI !== 'true') return
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return
  console.error('PostgreSQL is missing: installing the package postgresql')
  if (!existsSync(clusterConfiguration)) {
    mkdirSync('/etc/postgresql-common', { recursive: true })
    writeFileSync(clusterConfiguration, 'create_main_cluster = false\n')
  }
  const apt = (...words: readonly string[]) =>
    spawnSync('apt-get', ['-qq', '-o', 'Dpkg::Options::=--force-confold', ...words], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  const install = ['install', '-y', '--no-install-recommends', 'postgresql']
  // The package lists are often absent from a container, and fresh ones take time where they are not.
  if (!apt(...install) && !(apt('update') && apt(...install))) console.error('PostgreSQL could not be installed')
}

if (import.meta.main) ensureBinaries()
