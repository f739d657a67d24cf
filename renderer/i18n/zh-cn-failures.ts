// 简体中文: what happened and what to do, for every reason and every code of the closed lists.
import type { TeeFailure, TeeReason } from '../../tee-sim/protocol/codes.ts';
import type { FailureText } from './en-failures.ts';
import { denialsZhCn } from './zh-cn-denials.ts';
import { signingFailuresZhCn } from './zh-cn-signing-failures.ts';

export const reasonsZhCn: Readonly<Record<TeeReason, FailureText>> = {
  ...denialsZhCn,
  ...signingFailuresZhCn,
  'cannot-open': {
    what: 'TEE 无法解开此请求：它在途中被改动，或是为另一把密钥封装的。',
    todo: '请重试；若再次出现，请在“可信环境”中点击“重新验证”。',
  },
  replayed: {
    what: 'TEE 已处理过完全相同的请求，因此拒绝了这份副本。',
    todo: '没有任何操作被执行两次。请发送新的请求。',
  },
  stale: {
    what: '请求到达 TEE 时已经过期。',
    todo: '请重试。如果电脑刚从睡眠中唤醒，这属于正常现象。',
  },
  'from-the-future': {
    what: '请求所带的时间晚于 TEE 的当前时间。',
    todo: '请在“可信环境”中点击“重新验证”，然后重试。',
  },
  'too-large': {
    what: '数据超过了 TEE 单个请求可接受的大小。',
    todo: '请减少内容：缩短备注、消息或文件。',
  },
  malformed: {
    what: 'TEE 无法理解此请求。',
    todo: '请检查输入内容；若无误，请重启应用。',
  },
  'unknown-version': {
    what: '应用与 TEE 使用的协议版本不同。',
    todo: '请重启应用；若仍出现，请重新安装。',
  },
  'unknown-suite': {
    what: '应用请求了 TEE 不提供的密码套件。',
    todo: '请重启应用；若仍出现，请重新安装。',
  },
  'unknown-key': {
    what: '请求所用的密钥 TEE 已不再持有。',
    todo: '请重试：应用会自动获取新密钥。',
  },
  'unknown-command': {
    what: 'TEE 不认识此命令。',
    todo: '请重启应用；若仍出现，请重新安装。',
  },
  'nonce-cache-full': {
    what: '同时进行的请求过多，TEE 无法继续防范重放。',
    todo: '请等待一分钟后重试。',
  },
  'no-session': {
    what: '与 TEE 的会话已结束。',
    todo: '请在“可信环境”中点击“重新验证”以建立新会话。',
  },
  'session-mac': {
    what: '请求未能证明它属于当前会话。',
    todo: '请在“可信环境”中点击“重新验证”，然后重试。',
  },
  'unknown-application': {
    what: 'TEE 中没有所请求的可信应用。',
    todo: '请重启应用；若仍出现，请重新安装。',
  },
  'operation-conflict': {
    what: '该操作此前已以不同内容执行过。',
    todo: '没有任何改动。请作为新操作重新发送。',
  },
  'operation-unknown': {
    what: 'TEE 没有该操作的记录：没有任何更改，也没有计数。',
    todo: '请重新发送。',
  },
  'operation-id-missing': {
    what: '请求缺少防止重复执行的操作编号。',
    todo: '请重启应用；若仍出现，请重新安装。',
  },
  'unknown-log-row': {
    what: '日志中没有该编号的条目。',
    todo: '请刷新列表。',
  },
  'features-erased': {
    what: '该条目的特征数据此前已被擦除。',
    todo: '没有可擦除的内容。',
  },
  'not-attested': {
    what: 'TEE 正在运行，但未能正常启动，因此不作任何应答。',
    todo: '请在“可信环境”中查看原因与处理办法。',
  },
  'wrong-master-key': {
    what: '主密钥与数据库不匹配。数据库未作任何改动。',
    todo: '请使用创建该数据库时的主密钥启动应用。',
  },
  'foreign-database': {
    what: '该数据库文件不是由本应用创建的。文件未作任何改动。',
    todo: '请移走该文件，或使用其他数据文件夹启动应用。',
  },
  'newer-schema': {
    what: '数据库由更新版本的应用写入。文件未作任何改动。',
    todo: '请重新安装较新的版本。',
  },
  'damaged-database': {
    what: '数据库文件已损坏，并保持原样。',
    todo: '请先保存一份加密文件的副本，再恢复备份。',
  },
  'damaged-record': {
    what: '某条存储记录与其封印不符：它已损坏，或在 TEE 之外被改动。',
    todo: '请在“活动记录”中运行“立即验证”，查看日志在何处仍然完好。',
  },
  'chain-broken': {
    what: '日志链已断裂：有条目被更改、删除或插入。',
    todo: '请保存一份加密文件的副本，并查明谁可以写入数据文件夹。',
  },
  'rolled-back': {
    what: '数据库早于 TEE 自身的记录：有人放回了旧的副本。',
    todo: '请放回最新的文件。现有文件可以另存一份副本。',
  },
  'head-missing': {
    what: '封存日志末端的文件缺失，或不属于本应用。',
    todo: '请将文件“head”放回数据库旁。现有文件可以另存一份副本。',
  },
  'folder-in-use': {
    what: '另一个 TEE 已打开该数据文件夹。',
    todo: '请关闭另一个 AirAccount 窗口，然后重启 TEE。',
  },
  'folder-not-writable': {
    what: 'TEE 没有数据文件夹的写入权限。',
    todo: '请为您的账户授予该文件夹的写入权限，然后重启 TEE。',
  },
  'disk-full': {
    what: '磁盘已满。请求未被执行，也没有留下未完成的内容。',
    todo: '请释放一些空间后重试。',
  },
  'no-master-key': {
    what: '未能载入主密钥，因此无法打开数据库。',
    todo: '请解锁系统钥匙串，或设置 DB_MASTER_KEY_FILE，然后重启应用。',
  },
  'bundle-missing': {
    what: 'TEE 的程序文件缺失或无法读取。',
    todo: '请重新安装应用。',
  },
  'tee-stopped': {
    what: 'TEE 进程在应答之前结束了。',
    todo: '它会自动重启；恢复后请重试。',
  },
  'tee-slow': {
    what: 'TEE 未及时应答。',
    todo: '请稍候重试；若仍出现，请重启 TEE。',
  },
  'tee-queue-full': {
    what: 'TEE 排队的请求已达上限。',
    todo: '请稍候重试。',
  },
  'answer-mismatch': {
    what: '收到的应答不属于此请求，已被丢弃。',
    todo: '请在“可信环境”中点击“重新验证”，然后重试。',
  },
  'attestation-signature': {
    what: '证明文件的签名无效。',
    todo: '请重启 TEE。若仍出现，请勿使用此安装，并重新安装应用。',
  },
  'attestation-pin': {
    what: '此 TEE 的设备身份与本应用所信任的不同。',
    todo: '仅当您自己删除或移动过数据文件夹时才可继续；否则请停下并查明原因。',
  },
  'attestation-nonce': {
    what: '证明文件回答的不是刚才提出的挑战。',
    todo: '请点击“重新验证”。若仍出现，请重启应用。',
  },
  'attestation-stale': {
    what: '证明文件已过期，不能信任。',
    todo: '请点击“重新验证”。',
  },
  'attestation-measurement': {
    what: '正在运行的程序不是本应用所预期的程序。',
    todo: '如果应用刚刚更新，“可信环境”会请您确认一次；如果没有，请重新安装应用。',
  },
  internal: {
    what: '应用内部出现了问题。',
    todo: '请重试；若仍出现，请重启应用。本地日志中有不含机密的详情。',
  },
};

const again = '请重试；若仍出现，请重启应用。';

/** For a failure that comes without a reason. */
export const codesZhCn: Readonly<Record<TeeFailure['code'], FailureText>> = {
  CORRUPT_OBJECT: { what: '存储的数据与其封印不符。', todo: '请在“活动记录”中运行“立即验证”。' },
  STORAGE_NOT_AVAILABLE: { what: 'TEE 无法访问其存储。', todo: '请检查数据文件夹，然后重启 TEE。' },
  GENERIC: { what: '出现了问题。', todo: again },
  ACCESS_DENIED: { what: 'TEE 不允许此操作。', todo: '没有任何改动。' },
  CANCEL: { what: '操作已取消。', todo: '没有任何改动。' },
  ACCESS_CONFLICT: { what: '所需资源正被占用。', todo: '请稍候重试。' },
  EXCESS_DATA: { what: '数据超过了 TEE 可接受的数量。', todo: '请减少数据后重试。' },
  BAD_FORMAT: { what: 'TEE 无法理解这些数据。', todo: again },
  BAD_PARAMETERS: { what: 'TEE 不接受某个值。', todo: '请检查输入内容。' },
  BAD_STATE: { what: '目前无法执行此操作。', todo: again },
  ITEM_NOT_FOUND: { what: '所请求的内容不存在。', todo: '请刷新后重试。' },
  NOT_IMPLEMENTED: { what: 'TEE 无法执行此操作。', todo: '请更新应用。' },
  NOT_SUPPORTED: { what: 'TEE 不支持此操作。', todo: '请更新应用。' },
  NO_DATA: { what: '没有数据。', todo: '请刷新后重试。' },
  OUT_OF_MEMORY: { what: 'TEE 内存不足。', todo: '请关闭其他程序后重试。' },
  BUSY: { what: 'TEE 正忙。', todo: '请稍候重试。' },
  COMMUNICATION: { what: '应用无法与 TEE 通信。', todo: again },
  SECURITY: {
    what: 'TEE 出于安全原因拒绝了此请求。',
    todo: '请在“可信环境”中点击“重新验证”，然后重试。',
  },
  SHORT_BUFFER: { what: '应答超出了可容纳的大小。', todo: again },
  TIMEOUT: { what: 'TEE 未及时应答。', todo: again },
  OVERFLOW: { what: '数值过大。', todo: '请检查输入内容。' },
  TARGET_DEAD: { what: 'TEE 进程已结束。', todo: '它会自动重启，之后请重试。' },
  STORAGE_NO_SPACE: { what: '磁盘已满。', todo: '请释放一些空间后重试。' },
  MAC_INVALID: { what: '数据与其封印不符，因此未被使用。', todo: again },
  SIGNATURE_INVALID: {
    what: '签名无效，因此未使用该应答。',
    todo: '请在“可信环境”中点击“重新验证”。',
  },
  TIME_NOT_SET: { what: 'TEE 没有有效的时间。', todo: '请校准电脑时钟，然后重启应用。' },
};
