import { theme } from 'antd';
import { useText } from '../../ui/language.tsx';

/** That what is listed is not the whole record, where the reader looks after a part of it. */
export function PartialNote() {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <p style={{ margin: 0, color: token.colorTextSecondary }} data-test="partial">
      {t(
        '只列与您所管地区（或本部门）有关的记录：办理、提供或使用的部门至少一个在其中。',
        'Only records that touch the region (or department) that you look after: at least one of the departments that acted, provided or used lies in it.',
      )}
    </p>
  );
}
