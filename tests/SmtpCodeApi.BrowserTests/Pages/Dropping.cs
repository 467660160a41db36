using System.Text;

namespace SmtpCodeApi.BrowserTests.Pages;

/// <summary>Drops files: the events that a browser makes of it, with a real file in them.</summary>
internal static class Dropping
{
    public static Task OnAsync(ILocator target, FilePayload file) => target.EvaluateAsync(
        """
        (target, file) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([file.text], file.name, { type: file.type }));
          for (const type of ["dragenter", "dragover", "drop"]) {
            target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
          }
        }
        """,
        new { name = file.Name, type = file.MimeType, text = Encoding.UTF8.GetString(file.Buffer) });
}
