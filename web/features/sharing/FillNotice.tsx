import { theme } from 'antd';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { ApplicationForm } from './types.ts';

/** Says from what the form was filled in: it is for the applicant to check. */
export function FillNotice({ last }: { last: NonNullable<ApplicationForm['last']> }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const day = formatDate(last.at, language);
  const words = {
    matter: t(
      `已按 ${day} 同一事项的申请填好，请核对标出的各项。`,
      `Filled in from your request of ${day} for the same matter; please check what is marked.`,
    ),
    entry: t(
      `已按 ${day} 对这条目录的申请填好，请核对标出的各项。`,
      `Filled in from your request of ${day} for this entry; please check what is marked.`,
    ),
    latest: t(
      `已按本部门上一次的申请（${day}）填好，请核对标出的各项。`,
      `Filled in from your department’s last request (${day}); please check what is marked.`,
    ),
  }[last.like];
  return (
    <div
      data-test="apply-filled"
      style={{ background: token.colorWarningBg, borderRadius: 4, padding: '8px 16px' }}
    >
      {words}
    </div>
  );
}
