from django.urls import path

from cartwheel.office.desk import dashboard, exporting, messages, places, tasks_window

urlpatterns = [
    path("", dashboard.Dashboard.as_view(), name="dashboard"),
    path("location/", places.SetLocation.as_view(), name="set-location"),
    path("dock/", tasks_window.Dock.as_view(), name="dock"),
    path("background-tasks/", tasks_window.BackgroundTasks.as_view(), name="background-tasks"),
    path("background-tasks/progress/", tasks_window.TasksProgress.as_view(), name="tasks-progress"),
    path("background-tasks/<int:task>/file/", tasks_window.TaskFile.as_view(), name="task-file"),
    path("exports/<slug:name>/<slug:format>/", exporting.Export.as_view(), name="export"),
    path("messages/", messages.Messages.as_view(), name="messages"),
    path("messages/<int:message>/", messages.MessagePage.as_view(), name="message"),
    path("messages/<int:message>/preview/", messages.Preview.as_view(), name="message-preview"),
    path(
        "messages/<int:message>/attachments/<int:attachment>/",
        messages.AttachedFile.as_view(),
        name="message-attachment",
    ),
    path("messages/<int:message>/sending/", messages.Sending.as_view(), name="send-message"),
]
