namespace SmtpCodeApi.LoadBench;

/// <summary>nginx serving the same bytes from files, without a log.</summary>
internal static class NginxConfiguration
{
    /// <summary>Writes the configuration and gives its path.</summary>
    public static string Write(string work, string index, int port)
    {
        var folder = Directory.CreateDirectory(Path.Combine(work, "nginx")).FullName;
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(file, $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            daemon off;
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log stderr;
            events { worker_connections 2048; }
            http {
              access_log off;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              sendfile on;
              open_file_cache max=4096 inactive=10m;
              keepalive_requests 1000000000;
              default_type application/json;
              types { }
              gzip_static on;
              gzip_vary on;
              server {
                listen 127.0.0.1:{{port}};
                root {{Path.GetDirectoryName(index)}};
                location /codes/ { try_files $uri.json =404; }
                location = /compare { try_files /compare/$arg_a,$arg_b.json =404; }
              }
            }

            """);
        return file;
    }
}
