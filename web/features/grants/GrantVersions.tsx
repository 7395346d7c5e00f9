import { Tag, theme } from 'antd';
import { Link } from 'react-router';
import { postName } from '../../app/roles.ts';
import { CaseTimeline, actionWord } from '../../ui/CaseTimeline.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Grant, Version } from './types.ts';
import { versionChanges } from './versionChanges.ts';

/** The steps of a grant have words of their own in the timeline. */
const nameOf = (action: string): string => `grants.${action}`;

/** 变更: the versions with what each of them changed, and everything that happened. */
export function GrantVersions({ grant }: { grant: Grant }) {
  const { t } = useText();
  return (
    <div style={{ display: 'grid', gap: 24 }}>
      <section>
        <h3 style={{ fontSize: 14, fontWeight: 500, marginBottom: 8 }}>{t('版本', 'Versions')}</h3>
        <ul className="stacked" data-test="grant-versions">
          {grant.versions.map((version, index) => (
            <VersionLine
              key={version.version}
              grant={grant}
              version={version}
              before={grant.versions[index + 1]}
            />
          ))}
        </ul>
      </section>
      <section>
        <h3 style={{ fontSize: 14, fontWeight: 500, marginBottom: 16 }}>{t('办理经过', 'What happened')}</h3>
        <CaseTimeline history={grant.history.map(step => ({ ...step, action: nameOf(step.action) }))} />
      </section>
    </div>
  );
}

function VersionLine({
  grant,
  version,
  before,
}: {
  grant: Grant;
  version: Version;
  before: Version | undefined;
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const current = version.version === grant.version;
  const small = { color: token.colorTextTertiary, fontSize: 12 };
  return (
    <li style={{ borderColor: token.colorBorderSecondary, background: token.colorBgContainer }}>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '4px 12px', alignItems: 'baseline' }}>
        <strong style={{ fontWeight: 500 }}>
          {t(`第 ${version.version} 版`, `Version ${version.version}`)}
        </strong>
        {current && (
          <Tag variant="filled" color="success" style={{ marginInlineEnd: 0 }}>
            {t('现行', 'in force')}
          </Tag>
        )}
        <span>{actionWord(nameOf(version.action), t)}</span>
        <time dateTime={version.at} style={small}>
          {formatTime(version.at, language)}
        </time>
        <Link to={`/cases/${version.applicationId}`}>{version.applicationNo}</Link>
      </div>
      {before === undefined ? (
        <span style={{ color: token.colorTextSecondary }}>{t('首次授权', 'The first one')}</span>
      ) : (
        <Differences before={before} after={version} />
      )}
      <span style={small}>
        {t(
          `同意依据：${version.terms.consentBy}`,
          `Rests on: ${postName(version.terms.consentBy, language)}`,
        )}
        {!current && t('；这一版期间的使用仍记在这一版名下', '; the use of its time stays recorded under it')}
      </span>
    </li>
  );
}

function Differences({ before, after }: { before: Version; after: Version }) {
  const { t } = useText();
  const changes = versionChanges(before.terms, after.terms, t);
  return changes.length === 0 ? (
    <span>{t('内容不变', 'The terms are the same')}</span>
  ) : (
    <ul style={{ margin: 0, paddingInlineStart: 20 }} data-test="version-changes">
      {changes.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
